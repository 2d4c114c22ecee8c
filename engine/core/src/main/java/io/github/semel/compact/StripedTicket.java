package io.github.semel.compact;

import io.github.semel.Owner;
import io.github.semel.Ticket;

/**
 * A ticket that knows where its record is. A stripe gives out each fence once at a time for one
 * address, and higher ones later, so the address and the fence prove the claim.
 */
class StripedTicket extends Ticket {

  private final String key;
  private final Stripe stripe;
  private final int address;
  private final long fence;

  StripedTicket(String key, Stripe stripe, int address, long fence) {
    this.key = key;
    this.stripe = stripe;
    this.address = address;
    this.fence = fence;
  }

  /** A ticket whose owner was named by the claimant, or which is not for the first attempt. */
  static final class Tracked extends StripedTicket {

    private final Owner owner;
    private final int attempt;

    Tracked(String key, Stripe stripe, int address, long fence, Owner owner, int attempt) {
      super(key, stripe, address, fence);
      this.owner = owner;
      this.attempt = attempt;
    }

    @Override
    public Owner owner() {
      return owner;
    }

    @Override
    public int attempt() {
      return attempt;
    }
  }

  @Override
  public String key() {
    return key;
  }

  /** Inside one store the fence, unique for its key, makes an owner that no other ticket has. */
  @Override
  public Owner owner() {
    return new Owner(stripe.ownerHigh(), fence);
  }

  @Override
  public long fence() {
    return fence;
  }

  @Override
  public int attempt() {
    return 1;
  }

  Stripe stripe() {
    return stripe;
  }

  int address() {
    return address;
  }
}
