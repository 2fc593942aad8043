/** Who may do what: role-based access control, for requests that carry a known token. */
@NullMarked
package io.fairlead.k8s.embedded.rbac;

import org.jspecify.annotations.NullMarked;
