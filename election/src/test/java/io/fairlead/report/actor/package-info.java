@NullMarked
package io.fairlead.report.actor;

import org.jspecify.annotations.NullMarked;
