/**
 * The certificates of the Pekko cluster: one authority, and a leaf for every controller and speaker
 * whose organisational unit is its role and whose subject alternative names are its address.
 *
 * <p>Supported standards: RFC 5280 (certificates), RFC 5958 (private keys, PKCS #8), RFC 7468
 * (PEM).
 */
@NullMarked
package io.fairlead.deploy.pki;

import org.jspecify.annotations.NullMarked;
