@NullMarked
package io.fairlead.membership.tls;

import org.jspecify.annotations.NullMarked;
