@NullMarked
package io.fairlead.deploy.lab.kube;

import org.jspecify.annotations.NullMarked;
