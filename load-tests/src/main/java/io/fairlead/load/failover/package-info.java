/**
 * The fail-over campaign: how long a client of the lab goes without an answer when the owner of its
 * Service dies or is stopped, how soon a new Service answers, and what memory the programs take.
 *
 * <p>It sees the product only from outside: the command line {@code fairlead lab}, and HTTP
 * requests from the client's namespace. It needs nothing but the JDK, so that the launcher can
 * compile it by itself.
 */
@NullMarked
package io.fairlead.load.failover;

import org.jspecify.annotations.NullMarked;
