package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fabric8.kubernetes.api.model.Secret;
import io.fairlead.config.BfdProfile;
import io.fairlead.config.BgpCommunity;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.PeerPassword;
import io.fairlead.k8s.validate.ConfigRefusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What configuration objects refer to by name.
 *
 * @param secrets by name, of the configuration's namespace
 * @param later what is missing may come later and is left open: an object is judged by itself
 */
record References(
    Map<String, Secret> secrets,
    Map<String, BfdProfile> bfdProfiles,
    Map<String, BgpCommunity> communities,
    boolean later) {
  private static final String TYPE = "kubernetes.io/basic-auth";
  private static final String KEY = "password";

  /** For an object that is judged before what it refers to has to exist. */
  static final References LATER = new References(Map.of(), Map.of(), Map.of(), true);

  References {
    secrets = Map.copyOf(secrets);
    bfdProfiles = Map.copyOf(bfdProfiles);
    communities = Map.copyOf(communities);
  }

  /** V10. */
  Optional<PeerPassword> password(String secretName) {
    var secret = secrets.get(secretName);
    if (secret == null) {
      if (later) {
        return Optional.empty();
      }
      throw new ConfigRefusal(
          ConfigRule.SECRET_MISSING,
          "the Secret \""
              + secretName
              + "\" of spec.passwordSecret does not exist,"
              + " or is not of type "
              + TYPE);
    }
    if (!TYPE.equals(secret.getType())) {
      throw new ConfigRefusal(
          ConfigRule.SECRET_UNUSABLE,
          "secret type mismatch: \""
              + secretName
              + "\" is of type "
              + secret.getType()
              + ", and must be of type "
              + TYPE);
    }
    var data = secret.getData();
    String encoded = data == null ? "" : orEmpty(data.get(KEY));
    try {
      var text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      if (!text.isEmpty()) {
        return Optional.of(new PeerPassword(text));
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigRefusal(
          ConfigRule.SECRET_UNUSABLE, "password of Secret \"" + secretName + "\" is not base64", e);
    }
    throw new ConfigRefusal(
        ConfigRule.SECRET_UNUSABLE,
        "password not specified: Secret \"" + secretName + "\" has no key " + KEY);
  }

  /** V11. */
  Optional<BfdProfile> bfdProfile(String name) {
    var profile = bfdProfiles.get(name);
    if (profile == null && !later) {
      throw new ConfigRefusal(
          ConfigRule.BFD_PROFILE_MISSING, "the BFDProfile \"" + name + "\" does not exist");
    }
    return Optional.ofNullable(profile);
  }

  /** V24: the value itself, or the name of one. */
  Optional<BgpCommunity> community(String text) {
    if (text.indexOf(':') >= 0) {
      return Optional.of(parseCommunity(text));
    }
    var community = communities.get(text);
    if (community == null && !later) {
      throw new ConfigRefusal(
          ConfigRule.COMMUNITY_MISSING, "the community \"" + text + "\" is not defined");
    }
    return Optional.ofNullable(community);
  }

  static BgpCommunity parseCommunity(String text) {
    try {
      return BgpCommunity.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigRefusal(ConfigRule.COMMUNITY, orEmpty(e.getMessage()), e);
    }
  }
}
