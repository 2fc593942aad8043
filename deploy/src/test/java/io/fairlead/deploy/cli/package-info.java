@NullMarked
package io.fairlead.deploy.cli;

import org.jspecify.annotations.NullMarked;
