package io.github.semel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  @Test
  @DisplayName("a reserve, then a share of the calls, and never more saved up than the reserve")
  void budget() {
    RetryBudget budget = RetryBudget.of(0.2, 3);
    assertThat(spent(budget, 10)).isEqualTo(3);
    for (int i = 0; i < 9; i++) {
      budget.earn();
    }
    assertThat(spent(budget, 10)).isEqualTo(1);
    budget.earn();
    assertThat(spent(budget, 10)).isEqualTo(1);
    for (int i = 0; i < 1_000; i++) {
      budget.earn();
    }
    assertThat(spent(budget, 10)).isEqualTo(3);
  }

  private static int spent(RetryBudget budget, int asked) {
    int spent = 0;
    for (int i = 0; i < asked; i++) {
      spent += budget.spend() ? 1 : 0;
    }
    return spent;
  }

  @Test
  @DisplayName("a fleet under a server that fails sends little more than it would anyway")
  void noStorm() {
    RetryBudget budget = RetryBudget.standard();
    int sent = 0;
    for (int call = 0; call < 10_000; call++) {
      budget.earn();
      sent += 1 + spent(budget, 3);
    }
    assertThat(sent).isLessThanOrEqualTo(12_010);
  }

  @Test
  @DisplayName("bad arguments are refused by name")
  void bounds() {
    assertThatThrownBy(() -> RetryBudget.of(-0.1, 1)).hasMessageContaining("share");
    assertThatThrownBy(() -> RetryBudget.of(Double.NaN, 1)).hasMessageContaining("share");
    assertThatThrownBy(() -> RetryBudget.of(0.2, 0)).hasMessageContaining("reserve");
  }
}
