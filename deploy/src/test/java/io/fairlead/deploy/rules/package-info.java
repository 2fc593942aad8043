/** The house rules, as tests. */
@NullMarked
package io.fairlead.deploy.rules;

import org.jspecify.annotations.NullMarked;
