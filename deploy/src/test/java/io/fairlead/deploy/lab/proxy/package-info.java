@NullMarked
package io.fairlead.deploy.lab.proxy;

import org.jspecify.annotations.NullMarked;
