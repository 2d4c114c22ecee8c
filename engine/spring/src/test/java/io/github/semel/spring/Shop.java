package io.github.semel.spring;

import io.github.semel.http.servlet.IdempotencyFilter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An application whose handlers count what they do. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Shop.Payments.class, Shop.Orders.class})
class Shop {

  final AtomicInteger charges = new AtomicInteger();
  final CopyOnWriteArrayList<String> observed = new CopyOnWriteArrayList<>();

  /** What a slow handler waits for, and how it says that it has begun. */
  final CountDownLatch begun = new CountDownLatch(1);

  final CountDownLatch end = new CountDownLatch(1);

  record Payment(int number, String what) {}

  /** Whoever says who he is, is believed: it stands for Spring Security. */
  @Bean
  FilterRegistrationBean<Filter> authentication() {
    FilterRegistrationBean<Filter> registration =
        new FilterRegistrationBean<>(
            (request, response, chain) -> {
              HttpServletRequest http = (HttpServletRequest) request;
              String user = http.getHeader("X-User");
              if (http.getHeader("X-Csrf") != null) {
                // As a filter does that looks for its token in forms.
                http.getParameter("_csrf");
              }
              chain.doFilter(
                  user == null
                      ? request
                      : new HttpServletRequestWrapper(http) {
                        @Override
                        public Principal getUserPrincipal() {
                          return () -> user;
                        }
                      },
                  response);
            });
    registration.setName("authentication");
    registration.setOrder(-100);
    return registration;
  }

  /** What {@link Executions} tells of. */
  @Bean
  ObservationHandler<Observation.Context> executions() {
    return new ObservationHandler<>() {
      @Override
      public void onStop(Observation.Context context) {
        String name = context.getName();
        if (name != null && name.startsWith("idempotency.")) {
          observed.add(name + context.getLowCardinalityKeyValues());
        }
      }

      @Override
      public boolean supportsContext(Observation.Context context) {
        // Some have their name only when they are started.
        return true;
      }
    };
  }

  @RestController
  @RequestMapping("/payments")
  static class Payments {

    private final Shop shop;

    Payments(Shop shop) {
      this.shop = shop;
    }

    @PostMapping
    @Idempotent
    ResponseEntity<Payment> pay(@RequestBody String what) {
      int number = shop.charges.incrementAndGet();
      return ResponseEntity.created(URI.create("/payments/" + number))
          .body(new Payment(number, what));
    }

    @PostMapping("/free")
    Payment free(@RequestBody String what) {
      return new Payment(shop.charges.incrementAndGet(), what);
    }

    @PostMapping("/slow")
    Payment slow(@RequestBody String what) throws InterruptedException {
      shop.begun.countDown();
      shop.end.await();
      return new Payment(shop.charges.incrementAndGet(), what);
    }

    @PostMapping("/later")
    CompletableFuture<Payment> later(@RequestBody String what) {
      return CompletableFuture.supplyAsync(() -> new Payment(shop.charges.incrementAndGet(), what));
    }

    @PostMapping("/failing")
    Payment failing() {
      throw new IllegalStateException("charge " + shop.charges.incrementAndGet());
    }

    @PostMapping("/downstream")
    String downstream(HttpServletRequest request) {
      return IdempotencyFilter.execution(request).orElseThrow().ticket().downstreamKey("charge");
    }

    @PostMapping("/form")
    Payment form(@RequestParam("what") String what) {
      return new Payment(shop.charges.incrementAndGet(), what);
    }

    @PatchMapping("/form")
    Payment patch(@RequestParam("what") String what) {
      return new Payment(shop.charges.incrementAndGet(), what);
    }

    @PostMapping("/by-order")
    @Idempotent(key = "#order", scope = "by-order")
    Payment byOrder(@RequestParam("order") String order) {
      return new Payment(shop.charges.incrementAndGet(), order);
    }
  }

  /** All of it needs keys, as far as keys apply. */
  @RestController
  @RequestMapping("/orders")
  @Idempotent
  static class Orders {

    @GetMapping
    List<String> all() {
      return List.of("1");
    }

    @PostMapping
    String order() {
      return "ordered";
    }
  }
}
