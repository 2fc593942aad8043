package io.fairlead.k8s.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.NavigableMap;

/** All objects of one resource as they were at one revision. */
public record Snapshot(long revision, NavigableMap<ObjectName, ObjectNode> objects) {}
