package io.github.semel.compact;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Sequence locks (as in Linux; Boehm, "Can seqlocks get along with programming language memory
 * models?", MSPC 2012) over the records of a stripe, {@value #LOCKS} of them, so that a writer that
 * is descheduled in the middle of a change holds up the readers of few other records: one in
 * {@value #LOCKS} of its stripe.
 *
 * <p>A writer, under the stripe's monitor, makes the version of a record odd before it changes the
 * record or lets go of a block of it, and even again after. The fence in {@link #beginChange} keeps
 * the stores of the change behind the odd version; the release in {@link #endChange} keeps them
 * before the even one. A block that was let go of is used again only after that, by the same thread
 * or by one that got the monitor later, so those stores too come after the odd version.
 *
 * <p>A reader takes the version with acquire, reads the record and its blocks with plain loads, and
 * takes the version again behind an acquire fence, which keeps the loads before it. If one of the
 * loads has seen a store that came after an odd version, the second look sees that version or a
 * later one. So two equal even versions mean that nothing was read but what stood there all the
 * while.
 */
final class Versions {

  private static final int LOCKS = 64;
  private static final VarHandle VERSION = MethodHandles.arrayElementVarHandle(int[].class);

  private final int[] versions = new int[LOCKS];

  private static int lock(int address) {
    // Records lie six units apart, and their addresses have the chunk's number in the upper bits.
    return (address * 0x9E3779B9) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(LOCKS));
  }

  /** The version to read the record at {@code address} under; odd while it is being changed. */
  int begin(int address) {
    return (int) VERSION.getAcquire(versions, lock(address));
  }

  static boolean isChanging(int version) {
    return (version & 1) != 0;
  }

  /** Whether nothing was changed since {@link #begin} gave {@code version}, an even one. */
  boolean isUnchanged(int address, int version) {
    VarHandle.acquireFence();
    return (int) VERSION.getOpaque(versions, lock(address)) == version;
  }

  void beginChange(int address) {
    int lock = lock(address);
    VERSION.setOpaque(versions, lock, versions[lock] + 1);
    VarHandle.releaseFence();
  }

  void endChange(int address) {
    int lock = lock(address);
    VERSION.setRelease(versions, lock, versions[lock] + 1);
  }

  /** Checks that no change was left open. */
  void assertValid() {
    for (int version : versions) {
      if (isChanging(version)) {
        throw new AssertionError("a change was begun and not ended");
      }
    }
  }
}
