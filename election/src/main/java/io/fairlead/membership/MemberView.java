package io.fairlead.membership;

/** One member as a node sees it. */
public record MemberView(MemberId id, MemberRole role, MemberStatus status) {
  /** Counts in the majority: was let in, and has not finished leaving. */
  public boolean votes() {
    return role == MemberRole.CONTROLLER
        && (status == MemberStatus.UP || status == MemberStatus.LEAVING);
  }

  /** An unreachable member of these states does not hold up the others: Pekko skips it. */
  public boolean blocksNobody() {
    return status == MemberStatus.EXITING || status == MemberStatus.DOWN;
  }
}
