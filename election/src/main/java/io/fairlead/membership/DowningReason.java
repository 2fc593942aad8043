package io.fairlead.membership;

/** Why a member is downed. The sentence is for the log and for people. */
public enum DowningReason {
  NO_CONTROLLER_MAJORITY(
      "this controller does not reach more than half of the controllers, so the others decide"),
  CONTROLLER_UNREACHABLE("this controller is cut off from the majority of controllers"),
  CONTROLLER_LINK_LOST("this controller and another one of the majority do not reach each other"),
  SPEAKER_IN_THE_WAY("this speaker is unreachable and keeps another member from coming or going"),
  SPEAKER_LEFT("this speaker was leaving and is gone"),
  IMPOSTOR("this member claims the role controller, but its host is no configured controller"),
  QUARANTINED("another member has quarantined this node: only a new start lets it in again");

  private final String sentence;

  DowningReason(String sentence) {
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
