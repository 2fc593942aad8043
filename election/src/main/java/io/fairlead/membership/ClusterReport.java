package io.fairlead.membership;

/**
 * What a member tells of its cluster when it is asked by somebody who may be in another one.
 *
 * @param knowsAsker the asker, in this incarnation, is a member here
 * @param controllersUp controllers that are Up and reached
 * @param members how many members are reached
 * @param first the lowest member reached; tells clusters apart when all else is equal
 */
public record ClusterReport(
    boolean knowsAsker, int controllersUp, int members, MemberAddress first) {

  /** What {@code view} has to tell {@code asker}. */
  public static ClusterReport of(MembershipView view, MemberId asker) {
    var connectivity = new Connectivity(view);
    var reached =
        view.members().values().stream()
            .filter(m -> !m.blocksNobody() && !connectivity.isCutOff(m.id()))
            .toList();
    return new ClusterReport(
        view.counts(asker),
        (int) reached.stream().filter(MemberView::votes).count(),
        reached.size(),
        reached.isEmpty() ? view.self().address() : reached.getFirst().id().address());
  }
}
