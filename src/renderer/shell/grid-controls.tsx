import { useTranslation } from 'react-i18next';
import { IconButton } from '../controls/button';
import { Icon } from '../controls/icon';
import { PopoverButton } from '../controls/popover-button';
import { SelectField } from '../controls/select-field';
import { useApp, useLibrary } from '../state/app-context';
import { NEW_LIBRARY } from '../state/library';
import { BADGE_FILTERS, SORT_FIELDS } from '../state/photo-order';
import styles from './shell.module.css';

/** Which photos the grid shows, and in which order. In a small window all but the search is behind a button. */
export function GridControls() {
  const { t } = useTranslation();
  const isFiltered = useLibrary((state) => state.filterBadge !== NEW_LIBRARY.filterBadge);
  return (
    <>
      <SearchBox />
      <div className={styles['wide']}>
        <FilterField labelHidden />
        <SortField labelHidden />
      </div>
      <div className={styles['narrow']}>
        <PopoverButton icon="filter" words={t('filter.andSort')} marked={isFiltered}>
          <FilterField />
          <SortField />
        </PopoverButton>
      </div>
    </>
  );
}

interface FieldProps {
  readonly labelHidden?: boolean;
}

function FilterField({ labelHidden = false }: FieldProps) {
  const { t } = useTranslation();
  const { library } = useApp();
  const badge = useLibrary((state) => state.filterBadge);
  return (
    <SelectField
      label={t('filter.label')}
      labelHidden={labelHidden}
      value={badge}
      choices={BADGE_FILTERS.map((value) => ({ value, label: t(`filter.${value}`) }))}
      onChange={(filterBadge) => library.setState({ filterBadge })}
    />
  );
}

function SortField({ labelHidden = false }: FieldProps) {
  const { t } = useTranslation();
  const { library } = useApp();
  const sort = useLibrary((state) => state.sort);
  return (
    <div className={styles['sort']}>
      <SelectField
        label={t('sort.label')}
        labelHidden={labelHidden}
        value={sort.field}
        choices={SORT_FIELDS.map((value) => ({ value, label: t(`sort.${value}`) }))}
        onChange={(field) => library.setState({ sort: { ...sort, field } })}
      />
      <IconButton
        icon={sort.descending ? 'descending' : 'ascending'}
        words={sort.descending ? t('sort.descending') : t('sort.ascending')}
        onClick={() => library.setState({ sort: { ...sort, descending: !sort.descending } })}
      />
    </div>
  );
}

function SearchBox() {
  const { t } = useTranslation();
  const { library } = useApp();
  const filterText = useLibrary((state) => state.filterText);
  return (
    <div className={styles['search']}>
      <Icon name="search" />
      <input
        type="search"
        className={styles['searchInput']}
        value={filterText}
        placeholder={t('filter.search')}
        aria-label={t('filter.search')}
        onChange={(event) => library.setState({ filterText: event.target.value })}
      />
    </div>
  );
}
