/**
 * What the journal holds: events as JSON of our own, under explicit names and versions.
 *
 * <p>A domain event is mapped field by field, so renaming a class or a component of a record never
 * changes the stored form. Writing always uses the newest version of a type; reading carries an
 * older tree up version by version and then builds the event. A stored type, once released, stays
 * readable for ever; a sample of each version is kept with the tests.
 *
 * <p>Pure: text in, events out. {@link io.fairlead.persistence.schema.StoredSchemas} is the way in.
 */
@NullMarked
package io.fairlead.persistence.schema;

import org.jspecify.annotations.NullMarked;
