@NullMarked
package io.fairlead.persistence.adapter;

import org.jspecify.annotations.NullMarked;
