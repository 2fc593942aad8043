package io.fairlead.deploy.controller;

import static java.util.Comparator.comparingLong;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.ipam.AssignmentPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Plans of Services that wait to be asked, in the order in which the Services were created. */
final class DueQueue {
  private record Place(long createdAtEpochMillis, ServiceKey service) {
    static final Comparator<Place> ORDER =
        comparingLong(Place::createdAtEpochMillis).thenComparing(Place::service);
  }

  private final NavigableMap<Place, AssignmentPlan> plans = new TreeMap<>(Place.ORDER);
  private final Map<ServiceKey, Place> places = new HashMap<>();

  /** Takes the place of an older plan of the same Service. */
  void put(ServiceView view, AssignmentPlan plan) {
    var place = new Place(view.createdAtEpochMillis(), view.key());
    places.put(view.key(), place);
    plans.put(place, plan);
  }

  void remove(ServiceKey service) {
    var place = places.remove(service);
    if (place != null) {
      plans.remove(place);
    }
  }

  boolean isEmpty() {
    return plans.isEmpty();
  }

  int size() {
    return plans.size();
  }

  /**
   * Takes the oldest.
   *
   * @throws java.util.NoSuchElementException when there is none
   */
  AssignmentPlan take() {
    var plan = plans.remove(plans.firstKey());
    places.remove(plan.service());
    return plan;
  }

  /** The oldest first. */
  List<AssignmentPlan> plans() {
    return new ArrayList<>(plans.values());
  }

  /** Moves all to another queue. */
  void moveTo(DueQueue other) {
    other.plans.putAll(plans);
    other.places.putAll(places);
    plans.clear();
    places.clear();
  }

  /** Moves one to another queue, if it is here. */
  void moveTo(DueQueue other, ServiceKey service) {
    var place = places.remove(service);
    if (place != null) {
      var plan = plans.remove(place);
      if (plan != null) {
        other.places.put(service, place);
        other.plans.put(place, plan);
      }
    }
  }
}
