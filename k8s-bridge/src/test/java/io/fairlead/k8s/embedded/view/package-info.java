@NullMarked
package io.fairlead.k8s.embedded.view;

import org.jspecify.annotations.NullMarked;
