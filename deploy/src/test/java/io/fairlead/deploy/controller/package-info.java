@NullMarked
package io.fairlead.deploy.controller;

import org.jspecify.annotations.NullMarked;
