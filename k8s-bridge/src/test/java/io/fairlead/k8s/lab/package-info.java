@NullMarked
package io.fairlead.k8s.lab;

import org.jspecify.annotations.NullMarked;
