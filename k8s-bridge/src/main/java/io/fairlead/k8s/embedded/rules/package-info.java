/** What the server itself fills in and refuses, kind by kind. */
@NullMarked
package io.fairlead.k8s.embedded.rules;

import org.jspecify.annotations.NullMarked;
