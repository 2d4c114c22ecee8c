"use strict";

// The same rules as io.github.semel.benchmarks.choose.Chooser; a test compares the two.

const SURVIVE = ["nothing", "process-crash", "host-loss"];
const ROOM = 1.25;

function grouped(number) {
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ",");
}

function digits(number) {
  return number < 9.95
    ? Math.floor(Math.round(number * 10) / 10) + "." + (Math.round(number * 10) % 10)
    : grouped(number);
}

function count(number) {
  return number < 1e6 ? grouped(number) : digits(number / 1e6) + " million";
}

function bytes(number) {
  if (number < 1e3) {
    return Math.round(number) + " bytes";
  }
  if (number < 1e6) {
    return digits(number / 1e3) + " kB";
  }
  return number < 1e9 ? digits(number / 1e6) + " MB" : digits(number / 1e9) + " GB";
}

function time(micros) {
  return micros < 1e3 ? digits(micros) + " µs" : digits(micros / 1e3) + " ms";
}

function span(seconds) {
  if (seconds < 60) {
    return digits(seconds) + " s";
  }
  return seconds < 3600 ? digits(seconds / 60) + " min" : digits(seconds / 3600) + " h";
}

function roundedUp(number) {
  let unit = 1;
  while (number / unit > 100) {
    unit *= 10;
  }
  return Math.max(1, Math.ceil(number / unit)) * unit;
}

/** workload: rate, valueBytes, ttlSeconds, duplicates (a part), instances, survive, p99Micros, memoryBytes */
function choose(workload, candidates) {
  const fresh = workload.rate * (1 - workload.duplicates);
  const live = fresh * workload.ttlSeconds;
  const survive = SURVIVE.indexOf(workload.survive);
  const memory = (it) => live * (it.recordBytes + workload.valueBytes) * it.headroom;

  const waitsForReplica = (it) => survive === 2 && it.name === "redis:";

  function judge(it) {
    if (workload.instances > 1 && !it.shared) {
      return ["NEED", "serves one process, not " + workload.instances];
    }
    if (survive > it.survives) {
      return ["NEED", "its records go with its " + (survive === 2 ? "host" : "process")];
    }
    if (it.recordBytes === null) {
      return ["UNMEASURED", "what its records take was not measured"];
    }
    if (memory(it) > workload.memoryBytes) {
      return ["MEMORY", "takes " + bytes(memory(it)) + " of memory, and there are " + bytes(workload.memoryBytes)];
    }
    if (it.requests !== null && it.requests < workload.rate) {
      return ["RATE", "did " + count(it.requests) + " requests a second, and there are " + count(workload.rate)];
    }
    if (it.p99 !== null && it.p99 > workload.p99Micros && it.p99Rate <= workload.rate) {
      return ["P99", "99 of 100 took up to " + time(it.p99) + ", and " + time(workload.p99Micros) + " are allowed"];
    }
    const known = it.p99 !== null && it.p99 <= workload.p99Micros && it.p99Rate >= workload.rate;
    const latency = known
      ? "99 of 100 took up to " + time(it.p99) + " at " + count(it.p99Rate) + " requests a second"
      : "how long calls take at this rate was not measured";
    // What is on the page was measured without.
    const terms = waitsForReplica(it) ? ", without waiting for a replica as it will have to" : "";
    return ["FITS", "takes " + bytes(memory(it)) + " of memory, and " + latency + terms];
  }

  function give(it, outcome) {
    switch (outcome) {
      case "MEMORY":
        return it.name + " would do with " + bytes(memory(it)) + " of memory, or a ttl of "
          + span(workload.ttlSeconds * workload.memoryBytes / memory(it)) + " at most";
      case "RATE":
        return it.name + " would do with " + count(it.requests) + " requests a second at most, or the keys spread over more of them";
      case "P99":
        return it.name + " would do with a p99 of " + time(it.p99);
      default:
        return null;
    }
  }

  function code(it) {
    const filled = it.code.replace("{entries}", String(roundedUp(ROOM * live))).replace("{bytes}", String(workload.valueBytes));
    return waitsForReplica(it)
      ? filled.replace(".build();", ".durability(Durability.replicas(1, Duration.ofSeconds(1))).build();")
      : filled;
  }

  const judged = candidates.map((it) => ({ it: it, verdict: judge(it) }));
  const fitting = judged.filter((one) => one.verdict[0] === "FITS").map((one) => one.it);
  fitting.sort((a, b) => a.order - b.order || memory(a) - memory(b));
  const taken = fitting.length > 0 ? fitting[0] : null;
  const verdicts = judged.map((one) => {
    const it = one.it;
    if (one.verdict[0] !== "FITS") {
      return { name: it.name, outcome: one.verdict[0], reason: one.verdict[1] };
    }
    if (it === taken) {
      return { name: it.name, outcome: "CHOSEN", reason: one.verdict[1] };
    }
    const more = it.order === taken.order ? "more memory" : it.burden;
    return { name: it.name, outcome: "FITS", reason: "would do, but asks for " + more + "; it " + one.verdict[1] };
  });
  return {
    records: count(live) + " records at a time (" + count(fresh) + " new ones a second for "
      + span(workload.ttlSeconds) + "), " + bytes(workload.valueBytes) + " each without their keys.",
    chosen: taken === null ? null : taken.name,
    verdicts: verdicts,
    gives: taken === null ? judged.map((one) => give(one.it, one.verdict[0])).filter((it) => it !== null) : [],
    code: taken === null ? "" : code(taken),
  };
}

function start() {
  const form = document.getElementById("workload");
  const answer = document.getElementById("answer");
  const candidates = JSON.parse(document.getElementById("candidates").textContent);

  function element(name, text, type) {
    const made = document.createElement(name);
    made.textContent = text;
    if (type) {
      made.className = type;
    }
    return made;
  }

  function list(texts) {
    const made = document.createElement("ul");
    texts.forEach((text) => made.append(element("li", text)));
    return made;
  }

  function show() {
    if (!form.checkValidity()) {
      answer.replaceChildren(element("p", "Something in the form above is missing or out of its bounds.", "soft"));
      return;
    }
    const value = (name) => Number(form.elements[name].value);
    const survive = form.elements.survive.value;
    const choice = choose({
      rate: value("rate"),
      valueBytes: value("value"),
      ttlSeconds: value("ttl") * 3600,
      duplicates: value("duplicates") / 100,
      instances: value("instances"),
      survive: survive,
      p99Micros: value("p99") * 1000,
      memoryBytes: value("memory") * 1e9,
    }, candidates);
    const taken = choice.verdicts.filter((one) => one.outcome === "CHOSEN");
    const others = choice.verdicts.filter((one) => one.outcome !== "CHOSEN");
    const parts = [
      element("h2", choice.chosen === null ? "None fits" : "Take " + choice.chosen),
      element("p", choice.records, "soft"),
    ];
    taken.forEach((one) => parts.push(element("p", "It " + one.reason + ".")));
    if (choice.code !== "") {
      parts.push(element("pre", choice.code));
    }
    if (choice.gives.length > 0) {
      parts.push(element("p", "What would have to give, one of:"), list(choice.gives));
    }
    parts.push(
      element("p", choice.chosen === null ? "Why none does:" : "Why none of the others:"),
      list(others.map((one) => one.name + " – " + one.reason)),
      element("p", "To have it measured on your machine:", "soft"),
      element("pre", "java -jar benchmarks/target/benchmarks.jar choose --rate " + value("rate")
        + " --value-size " + value("value") + "B --ttl " + Math.round(value("ttl") * 3600) + "s --duplicates " + value("duplicates")
        + "% --instances " + value("instances") + " --survive " + survive + " --p99 " + Math.round(value("p99") * 1000)
        + "us --memory " + value("memory") + "GB"));
    answer.replaceChildren.apply(answer, parts);
  }

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}

if (typeof document !== "undefined") {
  start();
}
