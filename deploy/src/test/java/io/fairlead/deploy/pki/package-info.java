@NullMarked
package io.fairlead.deploy.pki;

import org.jspecify.annotations.NullMarked;
