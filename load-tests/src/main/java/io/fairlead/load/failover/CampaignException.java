package io.fairlead.load.failover;

import java.io.Serial;

/** Why the campaign cannot go on, in words for its user. */
final class CampaignException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  CampaignException(String message) {
    super(message);
  }

  CampaignException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The message, which is never absent. */
  String explanation() {
    return String.valueOf(getMessage());
  }
}
