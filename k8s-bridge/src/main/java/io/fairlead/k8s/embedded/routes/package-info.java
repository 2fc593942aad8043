/** The API's verbs: what each path and method does. */
@NullMarked
package io.fairlead.k8s.embedded.routes;

import org.jspecify.annotations.NullMarked;
