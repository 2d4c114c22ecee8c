-- Stands before complete.lua: completes claims that are pending and the ticket's, as most are, before
-- anything else is defined that only another record needs.
-- KEYS     the keys; completions that travel together are one run of the script, as claims are
-- ARGV[1]  ttl in microseconds
-- ARGV[2]  how long Redis keeps the keys, in milliseconds: ttl and the memory of fences
-- and two for each key: fence (8 bytes) and owner (16 bytes), which are the proof;
-- status (1 byte) and the outcome's bytes
-- Returns the number that is every key's answer, or a list of their answers in the order of the keys,
-- but for one key its answer alone. An answer is
--       1: the outcome stands
--       the time (8 bytes), and the record that stands, if one does
--       an error: it is this key's alone
local time = now()
local answers, at, record = {}, 1, nil
local times = struct.pack('>I8I8', time, time + ARGV[1])

-- Writes the outcome over the pending record at hand. RecordFormat.java draws the bytes.
local function write()
  local completed = '\1\2' .. string.sub(record, 3, 46) .. times .. string.sub(record, 63, 70)
    .. '\0\0\0\0' .. ARGV[2 + 2 * at]
  return redis.pcall('SET', KEYS[at], completed, 'PX', ARGV[2])
end

-- Whether the key at hand was pending under this proof, and is completed now.
local function settled()
  record = redis.pcall('GET', KEYS[at])
  return record and not record.err
    and string.sub(record, 1, 26) == '\1\1' .. ARGV[1 + 2 * at] and string.len(record) >= 78
    and time < struct.unpack('>I8', record, 55) + struct.unpack('>I8', record, 71)
    and not write().err
end

while settled() do
  at = at + 1
  if not KEYS[at] then
    return 1
  end
end
