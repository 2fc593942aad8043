/**
 * Which node announces which layer 2 address. All of it is pure: time enters as an argument.
 *
 * <pre>
 *   ClusterSnapshot + assigned addresses -> L2Candidates -> AddressDemand, one per address
 *   cluster membership + time            -> ReachabilityHold -> SpeakerSet
 *   Placement.decide(demands, speakers)  -> PlacementEvent -> Placement.apply
 * </pre>
 *
 * <p>The order of equal candidates is MetalLB's: SHA-256 of {@code node#address}.
 */
@NullMarked
package io.fairlead.election;

import org.jspecify.annotations.NullMarked;
