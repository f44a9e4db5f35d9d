/**
 * Columns that the published format promises, by analysis and table, beside those that identify the row. They are the stable outside of the program: more may
 * come, none may go or be renamed.
 */
export const publishedColumns: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  participation: {
    participation:
      'headcount responded usable response_rate conf_low conf_high margin_of_error straight_lining comparable reason',
  },
  'item-statistics': {
    items: 'n blank dont_know not_relevant mean sd median skewness kurtosis floor_share ceiling_share item_rest_r',
    categories: 'value label count share',
  },
  'dimension-scores': { scores: 'n mean sd se conf_low conf_high median q1 q3 min max rank' },
  reliability: {
    scales:
      'n items alpha conf_low conf_high alpha_se alpha_standardized omega omega_observed average_r sem alpha_ordinal n_listwise',
    items: 'item_rest_r alpha_if_dropped omega_if_dropped loading mean sd',
  },
  structure: {
    eigenvalues: 'component eigenvalue parallel_95',
    loadings: 'item factor estimate se statistic p_value standardized',
    factor_correlations: 'factor_a factor_b estimate',
    fit: 'chi_square df p_value cfi tli rmsea rmsea_low rmsea_high srmr aic bic',
  },
  invariance: { steps: 'step chi_square df cfi rmsea delta_chi_square delta_df p_value delta_cfi delta_rmsea' },
  revalidation: {
    conclusion: 'aspect verdict reason',
    reliability: 'n items alpha conf_low conf_high omega average_r',
    items: 'item n mean sd item_rest_r loading',
    fit: 'chi_square df p_value cfi tli rmsea srmr',
    elsewhere: 'item dimension r mi',
    without_item: 'item alpha omega chi_square cfi rmsea srmr',
    invariance: 'step n chi_square df cfi rmsea delta_cfi delta_rmsea verdict',
  },
  aggregation: {
    dimensions: 'groups n icc1 icc1_k0 icc2 tau_sq sigma_sq icc_reml rwgj_median rwgj_mean verdict',
    groups: 'n mean shrunken_mean reliability rank rank_low rank_high rwgj',
  },
  'group-comparison': {
    descriptives: 'n mean sd se conf_low conf_high median',
    omnibus:
      'test statistic df df_residual p_value p_adjusted omega_sq eta_sq epsilon_sq conf_low conf_high levene_statistic levene_p_value',
    pairwise:
      'group_a group_b estimate se statistic df conf_low conf_high p_value p_adjusted method hedges_g g_low g_high cliffs_delta delta_low delta_high',
  },
  'factorial-variance': {
    anova: 'term sum_sq df mean_sq statistic p_value eta_sq partial_eta_sq partial_omega_sq',
    marginal_means: 'estimate se df conf_low conf_high',
  },
  'variance-components': {
    components: 'component variance sd share conf_low conf_high',
    fixed: 'term estimate se df statistic p_value conf_low conf_high',
    random: 'group estimate se',
    fit: 'log_likelihood reml_criterion aic bic singular',
  },
  'round-change': {
    change:
      'n_1 mean_1 sd_1 n_2 mean_2 sd_2 estimate se df statistic conf_low conf_high p_value p_adjusted hedges_g g_low g_high tost_p_lower tost_p_upper equivalence_low equivalence_high smallest_effect mdc verdict reason',
    top_movers: 'item estimate p_max reference_95 rank',
  },
  drivers: {
    coefficients: 'term estimate se df statistic p_value conf_low conf_high standardized',
    importance: 'predictor lmg share conf_low conf_high',
    validation: 'fold n r_squared rmse mae calibration_slope',
  },
  'ordinal-model': {
    coefficients: 'term estimate se statistic p_value conf_low conf_high',
    thresholds: 'estimate se statistic p_value',
    fit: 'n log_likelihood aic',
  },
  measures: { priorities: 'mean target gap importance priority measure evidence' },
  inventory: { ratings: 'organisation area value label' },
  indicators: { indicators: 'indicator unit baseline target outcome attainment status' },
  'series-overview': {
    series: 'n first last span median_interval gaps longest_gap coverage duplicates out_of_range mean sd min max',
  },
  'control-chart': {
    points: 'time value denominator centre lower upper sigma phase signal excluded',
    phases: 'phase n centre sigma sigma_z from to reason',
  },
}
