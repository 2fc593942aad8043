/**
 * The controller program: the one active bridge between Kubernetes, the address pools, the Service
 * assignments and the placement.
 *
 * <p>{@link io.fairlead.deploy.controller.BridgeAgenda} decides, purely, what to ask of whom;
 * {@link io.fairlead.deploy.controller.BridgeActor} performs it. The bridge runs as a cluster
 * singleton on role {@code controller}; it journals nothing itself and rebuilds all it knows from
 * Kubernetes and from the answers of the journaled entities.
 */
@NullMarked
package io.fairlead.deploy.controller;

import org.jspecify.annotations.NullMarked;
