/**
 * How the reports of speakers reach the active controller: {@link
 * io.fairlead.report.actor.ReportDeskActor} listens there, every speaker tells it.
 */
@NullMarked
package io.fairlead.report.actor;

import org.jspecify.annotations.NullMarked;
