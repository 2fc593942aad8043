/** Reading and writing JSON trees; every object in the server is one. */
@NullMarked
package io.fairlead.k8s.embedded.json;

import org.jspecify.annotations.NullMarked;
