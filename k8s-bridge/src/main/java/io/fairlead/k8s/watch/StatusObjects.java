package io.fairlead.k8s.watch;

import io.fairlead.k8s.crd.BGPSessionState;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.ServiceBGPStatus;
import io.fairlead.k8s.crd.ServiceL2Status;
import java.util.List;
import java.util.Optional;

/** The objects that only Fairlead writes, as the informers show them now. */
public interface StatusObjects {
  /** The objects of one kind in the namespace of the controller. */
  interface Shown<T> {
    /** Empty while it is not known what exists: no CRD, not listed yet, or the watch is down. */
    Optional<List<T>> all();

    Optional<T> get(String name);
  }

  Shown<ServiceL2Status> l2();

  Shown<ServiceBGPStatus> bgp();

  Shown<BGPSessionState> sessions();

  Shown<ConfigurationState> configuration();
}
