/**
 * Questions that a person may ask a running controller, over HTTP beside Pekko Management: read
 * only, on the loopback address, so that whoever may enter the pod may ask.
 */
@NullMarked
package io.fairlead.deploy.query;

import org.jspecify.annotations.NullMarked;
