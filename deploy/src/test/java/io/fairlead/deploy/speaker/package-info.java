/** Tests of the speaker program. */
@NullMarked
package io.fairlead.deploy.speaker;

import org.jspecify.annotations.NullMarked;
