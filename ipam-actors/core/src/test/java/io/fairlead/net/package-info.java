@NullMarked
package io.fairlead.net;

import org.jspecify.annotations.NullMarked;
