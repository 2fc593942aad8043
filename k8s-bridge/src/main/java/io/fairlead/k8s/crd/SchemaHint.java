package io.fairlead.k8s.crd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the CRD generator has no annotation for. Values are texts rather than Java enums: an object
 * with a value that is not known yet must still be readable.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface SchemaHint {
  /** The texts that are allowed; none: all. */
  String[] choices() default {};

  /** OpenAPI format, for example int64 or date-time. */
  String format() default "";

  /** The field that tells the items of a list apart; empty: the list is replaced as a whole. */
  String listKey() default "";
}
