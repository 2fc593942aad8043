/**
 * Ties the stored forms to Pekko Persistence: an event adapter for each kind of entity, and the
 * serializer that puts {@code type:version} into the journal's manifest column and the JSON, as
 * UTF-8, into its payload.
 */
@NullMarked
package io.fairlead.persistence.adapter;

import org.jspecify.annotations.NullMarked;
