/**
 * The rules of the configuration, the same for objects that are about to be stored (the webhook)
 * and for those that are there (the controller). Pure: values in, refusals out.
 */
@NullMarked
package io.fairlead.k8s.validate;

import org.jspecify.annotations.NullMarked;
