@NullMarked
package io.fairlead.deploy.lab.process;

import org.jspecify.annotations.NullMarked;
