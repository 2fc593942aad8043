/** Other representations of objects: tables for people, discovery, OpenAPI documents. */
@NullMarked
package io.fairlead.k8s.embedded.view;

import org.jspecify.annotations.NullMarked;
