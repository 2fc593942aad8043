package io.fairlead.deploy.e2e;

import io.fairlead.deploy.cli.LabProcesses;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.process.LabProgram;
import io.fairlead.deploy.lab.process.LabPrograms;
import io.fairlead.deploy.lab.process.LabSite;
import java.util.ArrayList;
import java.util.List;

/** The lab's real programs, with the log settings of the product instead of those of tests. */
final class E2ePrograms implements LabPrograms {
  private static final String LOG_SETTINGS = "-Dlogback.configurationFile=logback.xml";

  /** Lets a test down a member by way of Pekko Management, which is read-only otherwise. */
  private static final String MANAGEMENT_MAY_DOWN =
      "-Dpekko.management.http.route-providers-read-only=false";

  /**
   * Several Java machines that start on two processors stop a speaker now and then for longer than
   * its detection time; what follows is right, but not what most tests ask about.
   */
  private static final List<String> PATIENT_HELLOS = List.of("--hello-interval", "500");

  private final LabProcesses real = new LabProcesses();
  private final boolean patient;

  E2ePrograms(boolean patient) {
    this.patient = patient;
  }

  @Override
  public List<String> self() {
    return with(real.self());
  }

  @Override
  public void prepare(LabSite site) {
    real.prepare(site);
  }

  @Override
  public List<String> clusterDocuments() {
    return real.clusterDocuments();
  }

  @Override
  public LabProgram controller(LabSite site) {
    return with(real.controller(site));
  }

  @Override
  public LabProgram speaker(LabSite site, LabNode node) {
    var program = with(real.speaker(site, node));
    if (patient) {
      var longer = new ArrayList<>(program.command());
      longer.addAll(PATIENT_HELLOS);
      return program(program, longer);
    }
    return program;
  }

  private static LabProgram with(LabProgram program) {
    return program(program, with(program.command()));
  }

  private static LabProgram program(LabProgram program, List<String> command) {
    return new LabProgram(
        program.name(), program.place(), command, program.environment(), program.log());
  }

  private static List<String> with(List<String> command) {
    var longer = new ArrayList<>(command);
    longer.add(1, LOG_SETTINGS);
    longer.add(1, MANAGEMENT_MAY_DOWN);
    return longer;
  }
}
