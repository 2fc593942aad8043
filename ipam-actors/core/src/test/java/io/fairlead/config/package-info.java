@NullMarked
package io.fairlead.config;

import org.jspecify.annotations.NullMarked;
