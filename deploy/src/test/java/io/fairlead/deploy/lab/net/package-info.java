@NullMarked
package io.fairlead.deploy.lab.net;

import org.jspecify.annotations.NullMarked;
