/**
 * What the user configured: pools and advertisements, whatever their source (custom resources or
 * the legacy ConfigMap).
 */
@NullMarked
package io.fairlead.config;

import org.jspecify.annotations.NullMarked;
