/**
 * The validating webhook: AdmissionReview v1 in and out over TLS, judged by the same rules as the
 * objects that are there. Certificates are taken from outside and may be replaced at any time.
 */
@NullMarked
package io.fairlead.k8s.webhook;

import org.jspecify.annotations.NullMarked;
