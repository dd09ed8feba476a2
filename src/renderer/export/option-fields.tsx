import { useTranslation } from 'react-i18next';
import type { ExportOptions } from '../../contract/app/settings';
import { CLOUD_FRAMES } from '../../core/cloud/frame';
import { LEVEL_POLICIES } from '../../contract/level';
import { LENGTH_UNITS } from '../../core/cloud/length-unit';
import { MASKED_POINTS } from '../../core/cloud/shape-clouds';
import {
  CAMERA_FORMATS,
  CLOUD_FORMATS,
  DEPTH_FORMATS,
  isCameraFormat,
  isCloudFormat,
  isMeshFormat,
  MESH_FORMATS,
  OUTPUT_FORMATS,
  type OutputFormat,
} from '../../core/formats/output-format';
import { LAS_VERSIONS, PCD_ENCODINGS } from '../../core/formats/format-options';
import { NumberInput } from '../controls/number-input';
import { SelectField } from '../controls/select-field';
import { CheckField, SwitchField } from '../controls/switch-field';
import styles from './export.module.css';

interface OptionFieldsProps {
  readonly options: ExportOptions;
  readonly onChange: (part: Partial<ExportOptions>) => void;
}

const FORMAT_GROUPS = [
  { name: 'cloud', formats: CLOUD_FORMATS },
  { name: 'mesh', formats: MESH_FORMATS },
  { name: 'depth', formats: DEPTH_FORMATS },
  { name: 'camera', formats: CAMERA_FORMATS },
] as const;

const EXISTING = ['resume', 'skip', 'overwrite', 'number'] as const;

/** To what, and how: the same options as the command line's. */
export function OptionFields({ options, onChange }: OptionFieldsProps) {
  const { t } = useTranslation();
  const hasCloud = options.formats.some(isCloudFormat);
  const hasMesh = options.formats.some(isMeshFormat);
  const hasSpace = hasCloud || hasMesh || options.formats.some(isCameraFormat);
  return (
    <>
      <FormatField formats={options.formats} onChange={(formats) => onChange({ formats })} />
      <div className={styles['columns']}>
        <EncodingFields options={options} onChange={onChange} />
        <SelectField
          label={t('export.grid.label')}
          value={options.grid}
          choices={[
            { value: 'model', label: t('export.grid.model') },
            { value: 'photo', label: t('export.grid.photo') },
          ]}
          onChange={(grid) => onChange({ grid })}
        />
        {hasSpace && <SpaceFields options={options} onChange={onChange} />}
        {(hasCloud || hasMesh) && <MostPoints options={options} onChange={onChange} />}
        {hasMesh && <MeshStep options={options} onChange={onChange} />}
        {hasCloud && <PointFields options={options} onChange={onChange} />}
        <ExistingField existing={options.existing} onChange={(existing) => onChange({ existing })} />
      </div>
    </>
  );
}

const isGlb = (format: OutputFormat): boolean => format === 'glb' || format === 'mesh-glb';

/** What the chosen formats leave open. */
function EncodingFields({ options, onChange }: OptionFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      {options.formats.includes('ply') && (
        <SelectField
          label={t('export.ply.label')}
          value={options.plyEncoding}
          choices={[
            { value: 'binary', label: t('export.ply.binary') },
            { value: 'ascii', label: t('export.ply.ascii') },
          ]}
          onChange={(plyEncoding) => onChange({ plyEncoding })}
        />
      )}
      {options.formats.includes('pcd') && (
        <SelectField
          label={t('export.pcd.label')}
          value={options.pcdEncoding}
          choices={PCD_ENCODINGS.map((value) => ({ value, label: t(`export.pcd.${value}`) }))}
          onChange={(pcdEncoding) => onChange({ pcdEncoding })}
        />
      )}
      {options.formats.includes('las') && (
        <SelectField
          label={t('export.las.label')}
          value={options.lasVersion}
          choices={LAS_VERSIONS.map((value) => ({ value, label: value }))}
          onChange={(lasVersion) => onChange({ lasVersion })}
        />
      )}
      {options.formats.some(isGlb) && (
        <div>
          <SwitchField
            label={t('export.glbQuantised.label')}
            checked={options.glbQuantised}
            onChange={(glbQuantised) => onChange({ glbQuantised })}
          />
          <p className={styles['hint']}>{t('export.glbQuantised.hint')}</p>
        </div>
      )}
    </>
  );
}

function FormatField({
  formats,
  onChange,
}: {
  formats: readonly OutputFormat[];
  onChange: (formats: OutputFormat[]) => void;
}) {
  const { t } = useTranslation();
  const toggle = (format: OutputFormat, on: boolean): void =>
    onChange(OUTPUT_FORMATS.filter((other) => (other === format ? on : formats.includes(other))));
  return (
    <fieldset className={styles['fieldset']}>
      <legend>{t('export.formats')}</legend>
      {FORMAT_GROUPS.map((group) => (
        <div key={group.name} role="group" aria-label={t(`export.group.${group.name}`)} className={styles['group']}>
          <div className={styles['groupName']}>{t(`export.group.${group.name}`)}</div>
          <div className={styles['columns']}>
            {group.formats.map((format) => (
              <CheckField
                key={format}
                label={t(`format.${format}.name`)}
                hint={t(`format.${format}.hint`)}
                checked={formats.includes(format)}
                onChange={(on) => toggle(format, on)}
              />
            ))}
          </div>
        </div>
      ))}
      {formats.length === 0 && <p className={styles['missing']}>{t('export.noFormat')}</p>}
    </fieldset>
  );
}

function FrameField({
  frame,
  onChange,
}: {
  frame: ExportOptions['frame'];
  onChange: (frame: ExportOptions['frame']) => void;
}) {
  const { t } = useTranslation();
  return (
    <div>
      <SelectField
        label={t('export.frame.label')}
        value={frame}
        choices={CLOUD_FRAMES.map((value) => ({ value, label: t(`export.frame.${value}`) }))}
        onChange={onChange}
      />
      <p className={styles['hint']}>{t(`export.frame.axes.${frame}`)}</p>
    </div>
  );
}

/** What clouds, meshes and cameras have in common: level, axes and unit. */
function SpaceFields({ options, onChange }: OptionFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <FrameField frame={options.frame} onChange={(frame) => onChange({ frame })} />
      <SelectField
        label={t('export.unit.label')}
        value={options.unit}
        choices={LENGTH_UNITS.map((value) => ({ value, label: t(`export.unit.${value}`) }))}
        onChange={(unit) => onChange({ unit })}
      />
      <div>
        <SelectField
          label={t('export.level.label')}
          value={options.level}
          choices={LEVEL_POLICIES.map((value) => ({ value, label: t(`export.level.${value}`) }))}
          onChange={(level) => onChange({ level })}
        />
        <p className={styles['hint']}>{t(`export.level.hint.${options.level}`)}</p>
      </div>
    </>
  );
}

function MeshStep({ options, onChange }: OptionFieldsProps) {
  const { t } = useTranslation();
  return (
    <NumberInput
      label={t('export.meshStep')}
      unit="px"
      digits={0}
      value={options.meshStepPx}
      onChange={(value) => onChange({ meshStepPx: Math.max(1, Math.round(value)) })}
    />
  );
}

/** What becomes of a cloud's points. */
function PointFields({ options, onChange }: OptionFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <NumberInput
        label={t('export.voxel')}
        unit="m"
        digits={4}
        value={options.voxelMetres}
        placeholder={t('export.allPoints')}
        onChange={(value) => onChange({ voxelMetres: value > 0 ? value : undefined })}
        onEmpty={() => onChange({ voxelMetres: undefined })}
      />
      <SelectField
        label={t('export.masked.label')}
        value={options.masked}
        choices={MASKED_POINTS.map((value) => ({ value, label: t(`export.masked.${value}`) }))}
        onChange={(masked) => onChange({ masked })}
      />
      <div className={styles['switches']}>
        <SwitchField
          label={t('export.normals')}
          checked={options.normals}
          onChange={(normals) => onChange({ normals })}
        />
        <SwitchField
          label={t('export.confidence')}
          checked={options.confidence}
          onChange={(confidence) => onChange({ confidence })}
        />
      </div>
    </>
  );
}

function MostPoints({ options, onChange }: OptionFieldsProps) {
  const { t } = useTranslation();
  return (
    <NumberInput
      label={t('export.maxPoints')}
      unit=""
      digits={0}
      value={options.maxPoints}
      placeholder={t('export.allPoints')}
      onChange={(value) => onChange({ maxPoints: Math.max(1, Math.round(value)) })}
      onEmpty={() => onChange({ maxPoints: undefined })}
    />
  );
}

interface ExistingFieldProps {
  readonly existing: ExportOptions['existing'];
  readonly onChange: (existing: ExportOptions['existing']) => void;
}

function ExistingField({ existing, onChange }: ExistingFieldProps) {
  const { t } = useTranslation();
  return (
    <div>
      <SelectField
        label={t('export.existing.label')}
        value={existing}
        choices={EXISTING.map((value) => ({ value, label: t(`export.existing.${value}`) }))}
        onChange={onChange}
      />
      <p className={styles['hint']}>{t(`export.existing.hint.${existing}`)}</p>
    </div>
  );
}
