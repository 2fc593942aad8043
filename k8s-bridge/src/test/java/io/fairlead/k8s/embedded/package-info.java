@NullMarked
package io.fairlead.k8s.embedded;

import org.jspecify.annotations.NullMarked;
