@NullMarked
package io.fairlead.deploy.lab;

import org.jspecify.annotations.NullMarked;
