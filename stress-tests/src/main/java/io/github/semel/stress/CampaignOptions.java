package io.github.semel.stress;

import java.nio.file.Path;
import java.util.List;

/**
 * What a campaign is asked to do.
 *
 * @param scenarios what is run, in this order
 * @param sizes how much of it
 * @param results where the files are written
 */
record CampaignOptions(List<Scenario> scenarios, Sizes sizes, Path results) {}
