@NullMarked
package io.fairlead.report;

import org.jspecify.annotations.NullMarked;
